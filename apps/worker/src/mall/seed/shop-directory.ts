/** A shop of the example mall: invented names on real-looking floors. */
export interface DirectoryEntry {
  readonly floor: string;
  readonly category: string;
  readonly name: string;
  readonly name_en: string;
}

const GROCERY = '超市便利 Grocery';
const BEAUTY = '美妆护肤 Beauty';
const JEWELLERY = '珠宝配饰 Jewellery';
const CAFE = '咖啡茶饮 Cafés';
const FASHION = '时尚服饰 Fashion';
const SHOES = '鞋履箱包 Shoes & bags';
const KIDS = '儿童亲子 Kids';
const SPORT = '运动户外 Sports';
const HOME = '家居生活 Home';
const TECH = '数码家电 Electronics';
const FOOD = '餐饮美食 Restaurants';
const LEISURE = '休闲娱乐 Leisure';
const SERVICES = '生活服务 Services';

type Line = readonly [category: string, name: string, nameEn: string];

const FLOORS: Readonly<Record<string, readonly Line[]>> = {
  B1: [
    [GROCERY, '田园优选超市', 'Garden Select Supermarket'],
    [FOOD, '巷口小面', 'Lane Corner Noodles'],
    [FOOD, '米乐煲仔饭', 'Mile Claypot Rice'],
    [FOOD, '饺子工坊', 'Dumpling Workshop'],
    [CAFE, '柠檬星球', 'Lemon Planet'],
    [CAFE, '麦田烘焙', 'Wheatfield Bakery'],
    [SERVICES, '净衣坊洗衣', 'Pure Laundry'],
    [SERVICES, '巧手修鞋配匙', 'Handy Shoe & Key Repair'],
    [GROCERY, '鲜果时光', 'Fruit Time'],
    [HOME, '一屋好物', 'One Room Living'],
  ],
  L1: [
    [JEWELLERY, '金玉缘珠宝', 'Jade Bond Jewellers'],
    [JEWELLERY, '时刻钟表', 'Moment Watches'],
    [BEAUTY, '花间集美妆', 'Among Flowers Beauty'],
    [BEAUTY, '雪肌堂', 'Snow Skin Hall'],
    [BEAUTY, '调香师工作室', "Perfumer's Atelier"],
    [CAFE, '慢岛咖啡', 'Slow Island Coffee'],
    [FASHION, '云裳女装', 'Cloud Silk'],
    [SHOES, '行远皮具', 'Farwalk Leather'],
    [TECH, '晨星数码', 'Morning Star Digital'],
    [TECH, '声境音响', 'Soundscape Audio'],
    [FOOD, '海港茶餐厅', 'Harbour Tea Restaurant'],
  ],
  L2: [
    [FASHION, '素然', 'Suran Studio'],
    [FASHION, '绅屿男装', 'Gentle Isle Menswear'],
    [FASHION, '青禾牛仔', 'Green Crop Denim'],
    [FASHION, '织物志', 'Textile Notes'],
    [FASHION, '夜航内衣', 'Night Sail Lingerie'],
    [SHOES, '踏歌女鞋', 'Song Step Shoes'],
    [SHOES, '旅人箱包', "Traveller's Luggage"],
    [JEWELLERY, '小确幸饰品', 'Little Joys Accessories'],
    [BEAUTY, '指尖美甲', 'Fingertip Nails'],
    [CAFE, '半日闲茶馆', 'Half-Day Teahouse'],
    [SERVICES, '明眸眼镜', 'Bright Eyes Opticians'],
  ],
  L3: [
    [KIDS, '童话镇玩具', 'Fairytale Toys'],
    [KIDS, '小树苗童装', 'Sapling Kidswear'],
    [KIDS, '积木研究所', 'Brick Institute'],
    [KIDS, '启航早教', 'Set Sail Early Learning'],
    [SPORT, '山野户外', 'Wild Mountain Outdoor'],
    [SPORT, '疾风运动', 'Gale Sports'],
    [SPORT, '瑜境瑜伽', 'Yoga Realm'],
    [HOME, '棉麻家纺', 'Cotton & Linen Home'],
    [HOME, '一盏灯饰', 'One Lamp Lighting'],
    [TECH, '智居家电', 'Smart Nest Appliances'],
  ],
  L4: [
    [FOOD, '蜀香源火锅', 'Shu Fragrance Hotpot'],
    [FOOD, '江南里本帮菜', 'Jiangnan Lane'],
    [FOOD, '樱川日本料理', 'Sakuragawa Japanese Cuisine'],
    [FOOD, '暹罗厨房', 'Siam Kitchen'],
    [FOOD, '炭火日记烤肉', 'Charcoal Diary BBQ'],
    [FOOD, '罗马假日意式餐厅', 'Roman Holiday Trattoria'],
    [FOOD, '渔港海鲜坊', 'Fishing Port Seafood'],
    [FOOD, '素心斋', 'Pure Heart Vegetarian'],
    [CAFE, '糖水铺子', 'Sweet Soup Shop'],
  ],
  L5: [
    [LEISURE, '星幕影城', 'Star Screen Cinema'],
    [LEISURE, '音浪量贩歌厅', 'Sound Wave Karaoke'],
    [LEISURE, '零度溜冰场', 'Zero Degree Ice Rink'],
    [LEISURE, '解谜者密室', 'Puzzler Escape Rooms'],
    [SPORT, '铁馆健身', 'Iron House Fitness'],
    [KIDS, '蹦蹦乐园', 'Bounce Park'],
    [SERVICES, '纸上书房', 'Paper Study Books'],
    [SERVICES, '萌宠会馆', 'Pet Club'],
    [FOOD, '云端西餐厅', 'Above Clouds Grill'],
  ],
};

/** The sixty shops, floor by floor. */
export const SHOP_DIRECTORY: readonly DirectoryEntry[] = Object.entries(FLOORS).flatMap(([floor, lines]) =>
  lines.map(([category, name, name_en]) => ({ floor, category, name, name_en })),
);

export const CONTACT_SURNAMES = ['王', '李', '张', '刘', '陈', '杨', '黄', '赵', '周', '吴', '徐', '孙'];
export const CONTACT_GIVEN_NAMES = [
  '晓雯',
  '建国',
  '丽娜',
  '志强',
  '思远',
  '雅婷',
  '浩然',
  '梦琪',
  '文杰',
  '静怡',
];

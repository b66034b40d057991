/** Who the mall is, as its mails and reports say it. */
export const MALL = {
  name: '星澜汇购物中心',
  name_en: 'Starlight Galleria',
  office: '财务部',
  office_en: 'Finance Office',
  phone: '021-5550 0168',
  domain: 'starlight-galleria.example',
} as const;

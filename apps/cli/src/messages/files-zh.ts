import type { filesEn } from './files-en.js';

/** What the commands on files say, in Chinese. */
export const filesZh: typeof filesEn = {
  exportAbout: '下载 export_data 导出的文件',
  reportAbout: '下载报表',
  downloadExport: '保存导出文件',
  downloadReport: '保存报表',
  exportIdArgument: 'export_data 结果中的 export_id（即该任务的 ID）',
  reportNameArgument: '报表任务结果中的 report_name，例如 monthly-2026-10-01',
  formatOption: '文件格式（xlsx）',
  outputOption: '保存到哪里；- 表示标准输出（默认用网关给出的文件名）',
  forceOption: '覆盖已有文件',
  saved: (path, bytes) => `已保存 ${path}（${bytes} 字节，校验和正确）。`,
  exists: (path) => `${path} 已存在：请用 --output 指定其他文件，或加上 --force。`,
  cannotWrite: (path, why) => `无法写入 ${path}：${why}`,
  broken: (path) => `${path}：收到的内容与校验和不符。没有保留任何内容，请重试。`,
  notToTerminal: '文件内容不适合显示在终端：请用 --output 指定文件，或通过管道传递。',
};

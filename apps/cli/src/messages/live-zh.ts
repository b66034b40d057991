import type { liveEn } from './live-en.js';

/** What watching says, in Chinese. */
export const liveZh: typeof liveEn = {
  watchAbout: '实时显示任务的动态；给出任务 ID 时，只显示该任务直到结束',
  watchIdArgument: '只看这个任务',
  statusOption: '只显示使任务进入此状态的事件',
  sinceOption: '从这个事件之后继续（--json 输出中的 event_id）',
  idOrFilter: '任务 ID 与过滤条件不能同时使用。',
  watchOption: (seconds) => `每隔若干秒（${seconds}）重新显示，直到按 Ctrl-C`,
  every: (seconds) => `每 ${seconds} 秒刷新；按 Ctrl-C 结束`,
  moreLines: (lines) => `… 终端放不下，还有 ${lines} 行`,
  following: (url, active) => `正在跟踪 ${url}：${active} 个任务尚未结束。按 Ctrl-C 结束。`,
  missed: '此处缺少一些事件：它们太旧，网关无法重放。',
  away: (why) => `${why}正在重试，直到恢复；按 Ctrl-C 结束。`,
  back: '已重新连接。',
  follow: (id) => `实时跟踪：celerity watch ${id}`,
  due: (when) => `将于 ${when} 执行`,
  retryAt: (attempt, when) => `第 ${attempt} 次执行失败，将于 ${when} 重试`,
  givenBack: '工作进程已放回，将由其他进程执行',
  revokeAsked: (by) => `${by} 请求撤销`,
  revokeHeard: (worker) => `${worker} 不会再开始执行`,
};

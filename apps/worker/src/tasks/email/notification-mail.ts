import Handlebars from 'handlebars';
import { MALL } from '../../mall/mall-identity.js';

/** A mail's words in the three forms that it needs. */
export interface WrittenMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const html = Handlebars.compile(
  `<!doctype html>
<html>
<head><meta charset="utf-8"><title>{{subject}}</title></head>
<body style="margin:0;padding:24px;color:#2b2622;font:15px/1.6 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',Helvetica,Arial,sans-serif">
<div style="max-width:680px;white-space:pre-wrap">{{message}}</div>
<p style="color:#7d746b;font-size:12px">{{mall.name}} {{mall.name_en}}</p>
</body>
</html>
`,
  { strict: true },
);

/** The HTML alternative of a plain message: its own text, escaped, with its line breaks. */
export function renderNotification(subject: string, message: string): string {
  return html({ subject, message, mall: MALL });
}

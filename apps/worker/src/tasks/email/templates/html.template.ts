/** HTML of every templated mail; nothing in it is loaded from elsewhere. */
export const HTML_TEMPLATE = `<!doctype html>
<html lang="{{lang}}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{subject}}</title></head>
<body style="margin:0;background:#f6f2ec;color:#2b2622;font:15px/1.6 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',Helvetica,Arial,sans-serif">
<div style="max-width:680px;margin:0 auto;background:#fff">
<div style="background:#7a2e3a;color:#fff;padding:18px 28px;font-size:17px">{{sender.mall}}</div>
<div style="padding:24px 28px">
<p style="margin:0 0 12px">{{greeting}}</p>
<p style="margin:0 0 16px">{{opening}}</p>
<table style="border-collapse:collapse;width:100%;margin:0 0 16px">
{{#each facts}}<tr><td style="padding:8px 16px 8px 0;border-bottom:1px solid #e4ddd3;color:#7d746b;white-space:nowrap">{{label}}</td><td style="padding:8px 0;border-bottom:1px solid #e4ddd3;width:99%;overflow-wrap:anywhere"><b>{{value}}</b></td></tr>
{{/each}}</table>
<p style="margin:0">{{closing}}</p>
</div>
<div style="padding:14px 28px;color:#7d746b;font-size:12px;border-top:1px solid #e4ddd3">{{sender.mall}} · {{sender.office}} · {{sender.phone}}</div>
</div>
</body>
</html>
`;

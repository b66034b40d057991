import type { ReceivedMail } from './received-mail.ts';

const STYLE = `
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1c2430 }
  h1 { font-size: 1.3rem } a { color: #0b5cad } small { color: #66707f }
  table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .4rem .6rem; vertical-align: top }
  tr + tr td { border-top: 1px solid #e2e6ec } th { border-bottom: 2px solid #cfd6df }
  pre { white-space: pre-wrap; background: #f5f7fa; padding: 1rem } iframe { width: 100%; height: 32rem; border: 1px solid #cfd6df }`;

/** The list of mails, newest first. */
export function listPage(mails: readonly ReceivedMail[], dir: string): string {
  const rows = mails.toReversed().map(
    (mail) => `<tr><td>${escapeHtml(mail.receivedAt)}</td><td>${escapeHtml(mail.from)}</td>
      <td>${escapeHtml(mail.to.join(', '))}</td>
      <td><a href="/mails/${encodeURIComponent(mail.id)}">${escapeHtml(mail.subject || '(no subject)')}</a></td></tr>`,
  );
  return page(
    `Mail sink (${mails.length})`,
    `<p><small>Mails end here and go nowhere else. Kept as files in ${escapeHtml(dir)} · <a href="/api/mails">JSON</a></small></p>
    <table><tr><th>received</th><th>from</th><th>to</th><th>subject</th></tr>${rows.join('\n')}</table>`,
  );
}

/** One mail: its text, and its HTML in a frame that may do nothing. */
export function mailPage(mail: ReceivedMail): string {
  const id = encodeURIComponent(mail.id);
  const frame = mail.html
    ? `<h2>HTML</h2><iframe sandbox src="/mails/${id}/html" title="HTML body"></iframe>`
    : '';
  return page(
    mail.subject || '(no subject)',
    `<p><a href="/">all mails</a> · <a href="/mails/${id}/source">source</a></p>
    <table><tr><td>from</td><td>${escapeHtml(mail.from)}</td></tr><tr><td>to</td><td>${escapeHtml(mail.to.join(', '))}</td></tr>
    <tr><td>received</td><td>${escapeHtml(mail.receivedAt)}</td></tr><tr><td>Message-ID</td><td>${escapeHtml(mail.messageId)}</td></tr></table>
    <pre>${escapeHtml(mail.text)}</pre>${frame}`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title>
    <style>${STYLE}</style><h1>${escapeHtml(title)}</h1>${body}</html>`;
}

/** Text of strangers as text, in element content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

import JSZip from 'jszip';
import { escapeXml } from './bar-chart.js';

/** A bar chart of two columns of a sheet, placed on the first sheet. */
export interface SheetChart {
  readonly title: string;
  /** The sheet with the data. */
  readonly sheet: string;
  /** Columns and rows count from 1. */
  readonly nameColumn: number;
  readonly valueColumn: number;
  readonly firstRow: number;
  /** Row of the first sheet at which the chart begins. */
  readonly topRow: number;
  /** What is in those cells, for readers that show a chart without calculating. */
  readonly names: readonly string[];
  readonly values: readonly number[];
}

const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument';
const PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const SHEET = 'xl/worksheets/sheet1.xml';
const SHEET_RELATIONS = 'xl/worksheets/_rels/sheet1.xml.rels';
const CHART_ROWS = 16;
const [LEFT_COLUMN, RIGHT_COLUMN] = [4, 13];

/**
 * Adds charts to a workbook that ExcelJS wrote, which can write none itself: the parts that OOXML asks for, and
 * references to them. The first sheet must have no drawing of its own.
 */
export async function addBarCharts(workbook: Buffer, charts: readonly SheetChart[]): Promise<Buffer> {
  if (charts.length === 0) return workbook;
  const zip = await JSZip.loadAsync(workbook);
  if (zip.file(SHEET_RELATIONS)) throw new Error('the first sheet has relations already');
  await edit(
    zip,
    SHEET,
    '</worksheet>',
    `<drawing xmlns:r="${OFFICE}/relationships" r:id="rId1"/></worksheet>`,
  );
  zip.file(SHEET_RELATIONS, relations([['drawing', '../drawings/drawing1.xml']]));
  zip.file('xl/drawings/drawing1.xml', drawing(charts));
  zip.file(
    'xl/drawings/_rels/drawing1.xml.rels',
    relations(charts.map((_, index) => ['chart', `../charts/chart${index + 1}.xml`])),
  );
  charts.forEach((chart, index) => zip.file(`xl/charts/chart${index + 1}.xml`, chartPart(chart)));
  const parts = [
    `<Override PartName="/xl/drawings/drawing1.xml" ContentType="${TYPES}.drawing+xml"/>`,
    ...charts.map(
      (_, index) =>
        `<Override PartName="/xl/charts/chart${index + 1}.xml" ContentType="${TYPES}.drawingml.chart+xml"/>`,
    ),
  ];
  await edit(zip, '[Content_Types].xml', '</Types>', `${parts.join('')}</Types>`);
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

async function edit(zip: JSZip, part: string, before: string, after: string): Promise<void> {
  const text = (await zip.file(part)?.async('string')) ?? '';
  if (!text.endsWith(before)) throw new Error(`${part} does not end with ${before}`);
  zip.file(part, `${text.slice(0, -before.length)}${after}`);
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const each = targets.map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${OFFICE}/relationships/${type}" Target="${target}"/>`,
  );
  return `${PROLOGUE}<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`;
}

function drawing(charts: readonly SheetChart[]): string {
  const corner = (name: string, column: number, row: number) =>
    `<xdr:${name}><xdr:col>${column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:${name}>`;
  const anchors = charts.map(
    ({ title, topRow }, index) =>
      `<xdr:twoCellAnchor>${corner('from', LEFT_COLUMN, topRow - 1)}${corner('to', RIGHT_COLUMN, topRow - 1 + CHART_ROWS)}` +
      `<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="${index + 2}" name="Chart ${index + 1}" descr="${escapeXml(title)}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>` +
      `<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="${DRAWING}/chart">` +
      `<c:chart xmlns:c="${DRAWING}/chart" xmlns:r="${OFFICE}/relationships" r:id="rId${index + 1}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>`,
  );
  return `${PROLOGUE}<xdr:wsDr xmlns:xdr="${DRAWING}/spreadsheetDrawing" xmlns:a="${DRAWING}/main">${anchors.join('')}</xdr:wsDr>`;
}

function chartPart(chart: SheetChart): string {
  const { names, values } = chart;
  const points = (of: readonly (string | number)[]) =>
    `<c:ptCount val="${of.length}"/>` +
    of.map((value, at) => `<c:pt idx="${at}"><c:v>${escapeXml(String(value))}</c:v></c:pt>`).join('');
  const title = `<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang="zh-CN" sz="1200"/><a:t>${escapeXml(chart.title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>`;
  const series =
    `<c:ser><c:idx val="0"/><c:order val="0"/><c:spPr><a:solidFill><a:srgbClr val="A8505E"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>` +
    `<c:cat><c:strRef><c:f>${range(chart, chart.nameColumn)}</c:f><c:strCache>${points(names)}</c:strCache></c:strRef></c:cat>` +
    `<c:val><c:numRef><c:f>${range(chart, chart.valueColumn)}</c:f><c:numCache><c:formatCode>#,##0.00</c:formatCode>${points(values)}</c:numCache></c:numRef></c:val></c:ser>`;
  const axis = (
    kind: 'cat' | 'val',
    id: number,
    cross: number,
    order: string,
    position: string,
    rest: string,
  ) =>
    `<c:${kind}Ax><c:axId val="${id}"/><c:scaling><c:orientation val="${order}"/></c:scaling><c:delete val="0"/><c:axPos val="${position}"/>` +
    `${rest}<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="${cross}"/><c:crosses val="${kind === 'val' ? 'max' : 'autoZero'}"/></c:${kind}Ax>`;
  return (
    `${PROLOGUE}<c:chartSpace xmlns:c="${DRAWING}/chart" xmlns:a="${DRAWING}/main"><c:chart>${title}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>` +
    `<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>${series}<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>` +
    // The first row on top, as in the table.
    axis('cat', 1, 2, 'maxMin', 'l', '') +
    axis('val', 2, 1, 'minMax', 'b', '<c:majorGridlines/><c:numFmt formatCode="#,##0" sourceLinked="0"/>') +
    `</c:plotArea><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>`
  );
}

function range({ sheet, firstRow, values }: SheetChart, column: number): string {
  const letter = String.fromCharCode(64 + column);
  const quoted = `'${sheet.replaceAll("'", "''")}'`;
  return escapeXml(`${quoted}!$${letter}$${firstRow}:$${letter}$${firstRow + values.length - 1}`);
}

import type { RequestOptions } from './client-options.js';
import type { HttpRequests } from './http-requests.js';

/** Longest time in which nothing of a file comes. */
const SILENCE_MS = 30_000;

/** A file that has begun to come. */
export interface Download {
  /** As the gateway calls it; whoever saves it under this name looks at it first. */
  readonly fileName: string | null;
  readonly mediaType: string | null;
  /** Null when the gateway, or a proxy, does not say. */
  readonly bytes: number | null;
  /** Of the whole file, in hexadecimal. */
  readonly sha256: string | null;
  /** Throws `Unreachable` when it breaks off; whoever stops reading hangs up. */
  readonly chunks: AsyncGenerator<Uint8Array>;
  /** For whoever reads nothing of it. */
  readonly close: () => void;
}

/** Files that tasks have written; it rejects as `CelerityClient` does. */
export class DownloadsApi {
  constructor(private readonly http: HttpRequests) {}

  /** What `export_data` wrote, by the `export_id` of its result. */
  export(id: string, options: RequestOptions = {}): Promise<Download> {
    return this.begin(`/exports/${encodeURIComponent(id)}`, options);
  }

  /** A report by its `report_name` and format (`xlsx`, `html` or `json`). */
  report(name: string, format: string, options: RequestOptions = {}): Promise<Download> {
    return this.begin(`/reports/${encodeURIComponent(name)}/${encodeURIComponent(format)}`, options);
  }

  private async begin(path: string, { signal }: RequestOptions): Promise<Download> {
    const request = { path, accept: 'application/octet-stream, */*', signal, silenceMs: SILENCE_MS };
    const { headers, chunks, close } = await this.http.open(request);
    const length = headers.get('content-length');
    return {
      fileName: /filename="([^"]+)"/.exec(headers.get('content-disposition') ?? '')?.[1] ?? null,
      mediaType: headers.get('content-type'),
      bytes: length === null ? null : Number(length),
      sha256: headers.get('x-checksum-sha256'),
      chunks,
      close,
    };
  }
}

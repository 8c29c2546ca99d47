import type { JsonValue } from '../../workflows/contracts/json.js';

const KEPT = 1000;

/** A request as it arrived. `path` is as on the wire; header names are in lower case; `time` is ISO 8601. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly headers: Readonly<Record<string, string | string[]>>;
  /**
   * Parsed JSON if the content type is JSON (or missing) and the text is valid; else the text; `null` if there was
   * none. A number that JavaScript can't hold exactly is its digits, as text.
   */
  readonly body: JsonValue;
  /** The received bytes, as UTF-8 text. */
  readonly rawBody: string;
  readonly time: string;
}

/** The last 1,000 requests. */
export class RequestLog {
  #requests: RecordedRequest[] = [];

  add(request: RecordedRequest): void {
    this.#requests.push(request);
    if (this.#requests.length > KEPT) this.#requests.shift();
  }

  /** Returns the requests, newest last. */
  all(): readonly RecordedRequest[] {
    return this.#requests;
  }

  clear(): void {
    this.#requests = [];
  }
}

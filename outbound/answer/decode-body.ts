import { TextDecoder } from 'node:util';

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]{1,40})/i;

/** A body as text; `garbled` says in a sentence why some of its characters may be wrong. */
export interface DecodedBody {
  readonly text: string;
  readonly garbled: string | null;
}

/**
 * Turns a body's bytes into text by the charset that its content type names (the labels of the WHATWG encoding
 * standard), UTF-8 unless it names one. Where that can't be done the text is what UTF-8 makes of the bytes.
 */
export function decodeBody(bytes: Uint8Array, contentType: string | undefined): DecodedBody {
  const charset = CHARSET.exec(contentType ?? '')?.[1] ?? 'utf-8';
  const decoder = decoderOf(charset);
  if (decoder === null) {
    return { text: new TextDecoder().decode(bytes), garbled: `it names the charset "${charset}", which is unknown` };
  }
  try {
    return { text: decoder.decode(bytes), garbled: null };
  } catch {
    const text = new TextDecoder(charset).decode(bytes);
    return { text, garbled: `it is not valid ${decoder.encoding}: its content type must name its charset` };
  }
}

function decoderOf(charset: string): TextDecoder | null {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    return null; // a label that nobody knows
  }
}

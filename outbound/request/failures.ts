/** Reasons for a request without a usable answer. */
export type FailureKind =
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'tls'
  | 'certificate'
  | 'timeout'
  | 'reset'
  | 'cut-short'
  | 'too-large'
  | 'unreadable'
  /** The deadline had passed before the first byte could be written. */
  | 'late'
  /** The request itself can't be sent: a wrong path or header. */
  | 'invalid'
  /** It would go to where its destination may not reach. */
  | 'forbidden'
  | 'other';

const KINDS: Readonly<Record<string, FailureKind>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  EAI_NONAME: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  EPROTO: 'tls',
  ERR_INVALID_CHAR: 'invalid',
  ERR_INVALID_HTTP_TOKEN: 'invalid',
  ERR_UNESCAPED_CHARACTERS: 'invalid',
  ERR_INVALID_URL: 'invalid',
  ERR_STREAM_PREMATURE_CLOSE: 'cut-short',
};

// The names under which OpenSSL and Node report a certificate that does not convince.
const CERTIFICATE = /CERT|UNABLE_TO_|SELF_SIGNED|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED/;

/** Names what an error code of Node, OpenSSL or zlib means for a request. */
export function failureKind(code: string | undefined): FailureKind {
  if (code === undefined) return 'other';
  const kind = Object.hasOwn(KINDS, code) ? KINDS[code] : undefined;
  if (kind !== undefined) return kind;
  if (CERTIFICATE.test(code)) return 'certificate';
  if (/^ERR_(SSL|TLS)_/.test(code)) return 'tls';
  if (/^Z_|^ERR_(BROTLI|ZSTD|_ERR)/.test(code)) return 'unreadable';
  return code.startsWith('HPE_') ? 'unreadable' : 'other';
}

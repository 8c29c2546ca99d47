import { isGrpcServiceError } from '@temporalio/client';

/** The codes of gRPC that are told apart: https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
export const SERVICE_ERROR = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  unimplemented: 12,
  unavailable: 14,
} as const;

/** What Temporal's service said that lies beneath an error; `null` where it said nothing. */
export function serviceErrorOf(error: unknown): { readonly code: number; readonly details: string } | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause)) return { code: cause.code, details: cause.details };
  }
  return null;
}

/** Tells whether an error only says that Temporal did not answer: the same may work in a moment. */
export function isTemporalAway(error: unknown): error is Error {
  const code = serviceErrorOf(error)?.code;
  return code === SERVICE_ERROR.unavailable || code === SERVICE_ERROR.deadlineExceeded;
}

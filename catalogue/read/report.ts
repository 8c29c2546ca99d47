/** Takes note of a fault at a path below what is being read. */
export type Report = (path: readonly (string | number)[], message: string) => void;

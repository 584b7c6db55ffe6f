/** An address of this site, below the folder in which it is hosted. */
export const at = (path: string): string =>
  import.meta.env.BASE_URL.replace(/\/$/, "") + encodeURI(path);

/** The day of a date. */
export const day = (date: string | Date): string =>
  (date instanceof Date ? date.toISOString() : date).slice(0, 10);

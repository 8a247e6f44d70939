// @ts-check
/** What lies under the paint. */

export const PAPERS = ["checker", "#f4f2ec", "#3a3d44"];

/** Which rows of a long list are in the document. `first` inclusive, `last` exclusive. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/** What is seen of a list of rows of one height, all in pixels. */
export interface Viewport {
  readonly scrollTop: number;
  readonly height: number;
  readonly rowHeight: number;
}

/** Rows drawn above and below what is seen, so that a fast scroll shows no hole. */
const OVERSCAN = 8;

/** The rows to draw for a scroll position. */
export function rowWindow(count: number, view: Viewport): RowWindow {
  const first = Math.max(0, Math.floor(view.scrollTop / view.rowHeight) - OVERSCAN);
  const last = Math.min(count, Math.ceil((view.scrollTop + view.height) / view.rowHeight) + OVERSCAN);
  return { first: Math.min(first, Math.max(0, count - 1)), last: Math.max(last, 0) };
}

/** The scroll position, nearest to the present one, at which a row is wholly seen. */
export function scrollToShow(index: number, view: Viewport): number {
  const top = index * view.rowHeight;
  if (top < view.scrollTop) return top;
  const bottom = top + view.rowHeight;
  return bottom > view.scrollTop + view.height ? bottom - view.height : view.scrollTop;
}

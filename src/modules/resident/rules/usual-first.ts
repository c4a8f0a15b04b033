/** Those one goes to first, in that order; the others after, as they were. */
export function usualFirst<Outlet extends { id: string }>(
  outlets: readonly Outlet[],
  usual: readonly string[],
): Outlet[] {
  const rank = (outlet: Outlet) => {
    const place = usual.indexOf(outlet.id)
    return place === -1 ? usual.length : place
  }
  return outlets.toSorted((one, other) => rank(one) - rank(other))
}

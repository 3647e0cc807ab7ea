/** Whether X would send its phone interface: by user agent, or by a width under 500 px. */
export function isPhone(): boolean {
  return /Android|iPhone|iPad/.test(navigator.userAgent) || window.innerWidth < 500;
}

/** Opens the wallet: as the icon's popup, else as a window, else as a tab. Never inside X's page. */
import { browser } from 'wxt/browser';

const POPUP_PAGE = '/popup.html';

/** Opens the wallet where the person is. `windowId` is the browser window in which he clicked. */
export async function openWallet(windowId: number | undefined): Promise<void> {
  try {
    await browser.action.openPopup(windowId === undefined ? {} : { windowId });
    return;
  } catch {
    // Not every browser opens it without a click on the icon itself; one that is open already can't be opened.
  }
  try {
    const url = browser.runtime.getURL(POPUP_PAGE);
    await browser.windows.create({ url, type: 'popup', width: 396, height: 640, focused: true });
  } catch {
    await openInTab('');
  }
}

/** Opens the wallet as a full tab. `route` begins with `#/`, or is empty. */
export async function openInTab(route: string): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(POPUP_PAGE) + route });
}

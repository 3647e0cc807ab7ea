/** A browser driven by W3C WebDriver, as far as we need it: https://www.w3.org/TR/webdriver2/. */
import { until } from './stack.ts';

/** The name under which WebDriver hands elements out. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

export class WebDriver {
  readonly #session: string;

  private constructor(session: string) {
    this.#session = session;
  }

  /** @throws Error with what the driver says when it gives no session */
  static async open(driver: string, capabilities: Record<string, unknown>): Promise<WebDriver> {
    const body = { capabilities: { alwaysMatch: capabilities } };
    const { sessionId } = (await ask(`${driver}/session`, 'POST', body)) as { sessionId: string };
    return new WebDriver(`${driver}/session/${sessionId}`);
  }

  async goTo(url: string): Promise<void> {
    await this.#ask('POST', '/url', { url });
  }

  async address(): Promise<string> {
    return String(await this.#ask('GET', '/url'));
  }

  async back(): Promise<void> {
    await this.#ask('POST', '/back', {});
  }

  async resize(size: { width: number; height: number }): Promise<void> {
    await this.#ask('POST', '/window/rect', size);
  }

  /** Runs a function's body in the page and answers what it returns, as JSON. */
  async run(script: string, ...args: unknown[]): Promise<unknown> {
    return this.#ask('POST', '/execute/sync', { script, args });
  }

  /** Runs source in the page that has already been bundled into a file, such as axe. */
  async runAsync(script: string, ...args: unknown[]): Promise<unknown> {
    return this.#ask('POST', '/execute/async', { script, args });
  }

  /** PNG. */
  async picture(): Promise<Buffer> {
    return Buffer.from(String(await this.#ask('GET', '/screenshot')), 'base64');
  }

  /** Waits for an element by XPath that is shown and not disabled (the driver would click in vain), and clicks it. */
  async click(xpath: string): Promise<void> {
    const id = await this.find(`${xpath}[not(@disabled)]`);
    await this.#ask('POST', `/element/${id}/click`, {});
  }

  /** Waits for an element by XPath, and types into it. */
  async type(xpath: string, text: string): Promise<void> {
    const id = await this.find(xpath);
    await this.#ask('POST', `/element/${id}/value`, { text });
  }

  /** Waits for an element that is shown. */
  async find(xpath: string): Promise<string> {
    let found = '';
    await until(`an element ${xpath}`, async () => {
      found = await this.#shown(xpath).catch(() => '');
      return found !== '';
    });
    return found;
  }

  /** The first that is shown; '' when none is. What is there for screen readers alone is not shown. */
  async #shown(xpath: string): Promise<string> {
    const found = (await this.#ask('POST', '/elements', { using: 'xpath', value: xpath })) as Record<
      string,
      string
    >[];
    for (const { [ELEMENT]: id = '' } of found) {
      if ((await this.#ask('GET', `/element/${id}/displayed`)) === true) return id;
    }
    return '';
  }

  async close(): Promise<void> {
    await this.#ask('DELETE', '').catch(() => undefined);
  }

  #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    return ask(this.#session + path, method, body);
  }
}

async function ask(url: string, method: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    signal: AbortSignal.timeout(60_000),
  });
  const { value } = (await response.json()) as { value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { error?: string; message?: string };
  throw new Error(`WebDriver: ${error ?? response.status}: ${message ?? ''}`);
}

import type { Locator, Page } from 'playwright-core';

/** What it cost a person: pages they saw and fields they touched, the click that sends a page not counted. */
export class Walk {
  pages = 1;
  inputs = 0;

  constructor(readonly page: Page) {}

  async choose(label: string): Promise<void> {
    this.inputs += 1;
    await this.page.getByLabel(label, { exact: true }).check();
  }

  async type(label: string, text: string, nth = 0): Promise<void> {
    this.inputs += 1;
    await this.page.getByLabel(label).nth(nth).fill(text);
  }

  async select(label: string, option: string): Promise<void> {
    this.inputs += 1;
    await this.page.getByLabel(label).selectOption({ label: option });
  }

  /** Goes on to the next page; the one after saving, the confirmation, is not counted. */
  async press(button: string, then: 'next page' | 'confirmation' = 'next page'): Promise<void> {
    const left = this.page.url();
    await this.page.getByRole('button', { name: button, exact: true }).click();
    await this.page.waitForURL((url) => url.href !== left);
    await this.page.waitForLoadState();
    if (then === 'next page') this.pages += 1;
  }

  get cost(): { readonly pages: number; readonly inputs: number } {
    const { pages, inputs } = this;
    return { pages, inputs };
  }
}

/** The page's heading of the first level, blanks made plain. */
export const headingOf = async (page: Page): Promise<string> =>
  plain(await page.getByRole('heading', { level: 1 }).innerText());

export const textOf = async (page: Page): Promise<string> => plain(await page.locator('main').innerText());

export const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

export const isFocused = async (locator: Locator): Promise<boolean> =>
  (await locator.and(locator.page().locator(':focus')).count()) === 1;

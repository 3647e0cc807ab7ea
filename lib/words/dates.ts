/** Instants in words, in the reader's own time zone. Shown only: the server's clock decides what has expired. */
import type { Language, Words } from './index.ts';

/** A language, and its words. */
export type Spoken = { readonly language: Language; readonly words: Words };

const locales: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };

/** "14:02". */
export function formatTime(instant: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { hour: '2-digit', minute: '2-digit' }).format(
    new Date(instant),
  );
}

/** "3/2026": when someone linked his account. */
export function formatMonth(instant: string): string {
  const date = new Date(instant);
  return `${date.getMonth() + 1}/${date.getFullYear()}`;
}

/** "23 December", with the year when it is another one than now. */
export function formatDate(date: Date, now: Date, language: Language): string {
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
  return new Intl.DateTimeFormat(locales[language], { day: 'numeric', month: 'long', ...year }).format(date);
}

/** "November 2026", of "2026-11". */
export function formatMonthName(month: string, language: Language): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Intl.DateTimeFormat(locales[language], { month: 'long', year: 'numeric' }).format(
    new Date(year, number - 1, 1),
  );
}

/** The reader's own day of an instant, as a key to group by: "2026-11-23". */
export function dayKey(instant: string | Date): string {
  const date = new Date(instant);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** "Today", "Yesterday", "Monday 2 November", with the year when it is another one. */
export function formatDay(instant: string, now: Date, { language, words }: Spoken): string {
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (dayKey(instant) === dayKey(now)) return words.common.today;
  if (dayKey(instant) === dayKey(yesterday)) return words.common.yesterday;
  const date = new Date(instant);
  return new Intl.DateTimeFormat(locales[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(date);
}

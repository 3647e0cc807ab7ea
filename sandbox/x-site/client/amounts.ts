/** Counts and times as X shortens them, by language. */

import type { Language } from '../model.ts';

/** "1.2K", "1,2 k": X shortens from a thousand on. Digits stay Latin, also in Arabic pages. */
export function shortCount(count: number, language: Language): string {
  if (count < 1_000) return String(count);
  return new Intl.NumberFormat(language === 'ar' ? 'en' : language, {
    notation: 'compact',
    maximumFractionDigits: 1,
  }).format(count);
}

/** "12m", "5h", "3d", then a date: what stands beside the handle. */
export function shortTime(createdAt: string, now_ms: number, language: Language): string {
  const minutes = Math.max(0, Math.floor((now_ms - Date.parse(createdAt)) / 60_000));
  if (minutes < 1) return language === 'fr' ? 'à l’instant' : 'now';
  if (minutes < 60) return language === 'fr' ? `${minutes} min` : `${minutes}m`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}${language === 'fr' ? ' h' : 'h'}`;
  return new Intl.DateTimeFormat(language === 'ar' ? 'ar-EG' : language, {
    month: 'short',
    day: 'numeric',
  }).format(new Date(createdAt));
}

/** "10:25 AM · Oct 2, 2026": what stands under a focal tweet. */
export function longTime(createdAt: string, language: Language): string {
  const date = new Date(createdAt);
  const locale = language === 'ar' ? 'ar-EG' : language;
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(date);
  return `${time} · ${new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric' }).format(date)}`;
}

export function monthAndYear(createdAt: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'ar' ? 'ar-EG' : language, {
    month: 'long',
    year: 'numeric',
  }).format(new Date(createdAt));
}

// @vitest-environment jsdom
import { fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { cleanup } from '../gallery/cleanup.ts';
import { fakeServices } from '../gallery/fake-services.ts';
import { sampleView } from '../gallery/fixtures.ts';
import { ServicesContext } from '../services.ts';
import { PinPad } from './PinPad.tsx';

afterEach(cleanup);

function show(props: Partial<Parameters<typeof PinPad>[0]> = {}) {
  const onPin = vi.fn();
  const pad = (more: Partial<Parameters<typeof PinPad>[0]> = {}) => (
    <ServicesContext.Provider value={fakeServices(sampleView())}>
      <PinPad label="Code secret" onPin={onPin} {...props} {...more} />
    </ServicesContext.Provider>
  );
  const { rerender, container } = render(pad());
  const field = screen.getByLabelText<HTMLInputElement>('Code secret');
  return {
    onPin,
    field,
    container,
    again: (more: Partial<Parameters<typeof PinPad>[0]>) => rerender(pad(more)),
  };
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

describe('PinPad', () => {
  test('has one real field that no browser fills, stores or shows', () => {
    const { field, container } = show();
    expect(container.querySelectorAll('input')).toHaveLength(1);
    expect(field.type).toBe('password');
    expect(field.inputMode).toBe('numeric');
    expect(field.autocomplete).toBe('off');
    expect(field.maxLength).toBe(6);
    expect(document.activeElement).toBe(field);
  });

  test('shows the keys in their usual order, every time', () => {
    show();
    const keys = screen
      .getAllByRole('button')
      .map((key) => key.getAttribute('aria-label') ?? key.textContent);
    expect(keys).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', 'Effacer', '0', 'Confirmer']);
  });

  test('hands the code over once, with the sixth key, and forgets it', () => {
    const { onPin, field, container } = show();
    for (const key of '294817') press(key);
    expect(onPin.mock.calls).toEqual([['294817']]);
    expect(field.value).toBe('');
    expect(container.innerHTML).not.toContain('294817');
    expect(container.querySelectorAll('.dot-full')).toHaveLength(0);
  });

  test('takes the keyboard: typed digits only, sent with the sixth', () => {
    const { onPin, field } = show();
    fireEvent.input(field, { target: { value: '29a4' } });
    expect(field.value).toBe('294');
    expect(onPin).not.toHaveBeenCalled();
    fireEvent.input(field, { target: { value: '294817' } });
    expect(onPin.mock.calls).toEqual([['294817']]);
  });

  test('erases the last digit', () => {
    const { onPin, container } = show();
    press('2');
    press('9');
    press('Effacer');
    expect(container.querySelectorAll('.dot-full')).toHaveLength(1);
    for (const key of '94817') press(key);
    expect(onPin.mock.calls).toEqual([['294817']]);
  });

  test('says what is missing when ✓ is pressed too early', () => {
    const { onPin } = show();
    press('2');
    press('Confirmer');
    expect(screen.getByRole('alert').textContent).toBe('Le code a six chiffres.');
    expect(onPin).not.toHaveBeenCalled();
  });

  test('is closed while the answer is awaited, and open and empty after it', () => {
    const { onPin, field, again, container } = show();
    again({ busy: true });
    expect(field.readOnly).toBe(true);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: '1' }).disabled).toBe(true);
    fireEvent.input(field, { target: { value: '294817' } });
    expect(onPin).not.toHaveBeenCalled();
    again({ busy: false });
    expect(field.value).toBe('');
    expect(container.querySelectorAll('.dot-full')).toHaveLength(0);
    expect(document.activeElement).toBe(field);
  });
});

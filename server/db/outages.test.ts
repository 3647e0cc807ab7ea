import pg from 'pg';
import { expect, test } from 'vitest';
import { isOutage } from './outages.ts';

function databaseError(code: string): Error {
  return Object.assign(new pg.DatabaseError('the row (alice, 481516) says no', 1, 'error'), { code });
}
function socketError(code: string, syscall = 'connect'): Error {
  return Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
}

test.each([
  '08000',
  '08006',
  '25006',
  '25P03',
  '28P01',
  '40001',
  '40P01',
  '53100',
  '53200',
  '53300',
  '55P03',
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '58030',
])('SQLSTATE %s is an outage', (code) => {
  expect(isOutage(databaseError(code))).toBe(true);
});

test.each(['23505', '22P02', '42P01', 'MO004', 'XX000'])('SQLSTATE %s is a fault', (code) => {
  expect(isOutage(databaseError(code))).toBe(false);
});

test.each([
  socketError('ECONNREFUSED'),
  socketError('ECONNRESET', 'read'),
  socketError('EPIPE', 'write'),
  socketError('ENOTFOUND', 'getaddrinfo'),
  socketError('EAI_AGAIN', 'getaddrinfo'),
  socketError('EHOSTUNREACH'),
  socketError('ENOENT'),
  Object.assign(new AggregateError([socketError('ECONNREFUSED')]), { code: 'ECONNREFUSED' }),
  new Error('timeout exceeded when trying to connect'),
  new Error('Connection terminated unexpectedly'),
  new Error('Connection terminated due to connection timeout'),
  new Error('Client has encountered a connection error and is not queryable'),
  new Error('Client was closed and is not queryable'),
  new Error('Query read timeout'),
  new Error('Cannot use a pool after calling end on the pool'),
])('%s is an outage', (error) => {
  expect(isOutage(error)).toBe(true);
});

test('whatever ends a session is one', () => {
  expect(isOutage(Object.assign(databaseError('55000'), { severity: 'FATAL' }))).toBe(true);
  expect(isOutage(databaseError('55000'))).toBe(false);
});

test('so is what was made from one', () => {
  const wrapped = new Error('the batch failed', {
    cause: new Error('again', { cause: databaseError('57P01') }),
  });
  expect(isOutage(wrapped)).toBe(true);
});

test.each([new Error('a bug'), socketError('ENOENT', 'open'), 'a text', null, undefined])(
  '%s is not',
  (error) => {
    expect(isOutage(error)).toBe(false);
  },
);

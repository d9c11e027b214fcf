import { describe, expect, it } from '@jest/globals';
import { mappingContext } from '../testing/mapping-context.js';
import { pretendQuickBooksStores } from '../testing/pretend-quickbooks.js';
import { paymentMethodMapping as method } from './payment-method.js';

const context = mappingContext();
const qbo = pretendQuickBooksStores('PaymentMethod', { Name: 'Visa', Type: 'CREDIT_CARD' });

describe('payment method', () => {
  it('F1 is recognised by name', () => {
    expect(method.bproKeys({ name: ' VISA', kind: 'card' })).toEqual(['0:visa']);
    expect(method.qboKeys(qbo)).toEqual(['0:visa']);
  });

  it('F8 the suffix of an inactive method is no part of its name, in either writing', () => {
    const inactive = { ...qbo, Name: 'Discover (Deleted)', Active: false };
    expect(method.qboKeys(inactive)).toEqual(['0:discover']);
    expect(method.units(inactive)[0]?.state).toBe('inactive');
  });

  it.each([
    ['card', 'CREDIT_CARD'],
    ['other', 'NON_CREDIT_CARD'],
  ])('a %s is %s', (kind, Type) => {
    const fields = method.fromBpro({ name: 'X', kind }, context);
    expect(method.toQbo(fields, [], undefined, context)).toEqual({
      entity: 'PaymentMethod',
      body: { Name: 'X', Type },
    });
    expect(method.fromQbo(pretendQuickBooksStores('PaymentMethod', { Name: 'X', Type }), context)).toEqual(
      fields,
    );
  });

  it('F3 an update names what changed only', () => {
    const fields = method.fromBpro({ name: 'Visa card', kind: 'card' }, context);
    expect(method.toQbo(fields, ['name'], qbo, context).body).toEqual({ Name: 'Visa card' });
    expect(method.toBpro(fields, ['kind'], {}, context)).toEqual({ kind: 'card' });
  });

  it.each([
    ['x'.repeat(32), 'value-too-long'],
    ['Card: gift', 'name-invalid'],
    ['  ', 'value-unsupported'],
  ])('F10 the name %j is said to be %s', (name, code) => {
    const fields = method.fromBpro({ name, kind: 'card' }, context);
    expect(method.problems('qbo', fields, context, undefined)).toEqual([
      { code, field: 'name', effect: 'block' },
    ]);
  });
});

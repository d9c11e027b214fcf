import { refuse } from '../../api/service-fault.js';
import { child, type Draft, isObject, type QboRecord } from '../../model/record.js';
import type { Fields } from '../../schema/field.js';
import type { EntityRules } from '../rules.js';

/** A full update names the company and its address; the features of the plan stay. */
export const companyInfoRules: EntityRules = {
  complete({ stored, sent }, draft) {
    if (sent['sparse'] !== true)
      for (const needed of ['CompanyName', 'CompanyAddr'])
        if (draft[needed] === undefined) throw refuse.missing(needed);
    return { ...draft, NameValue: stored?.['NameValue'] };
  },
};

/**
 * Preferences: a sparse update changes what a group names, a full one sets the group; what is set in QuickBooks'
 * own pages stays.
 */
export const preferencesRules: EntityRules = {
  complete({ stored = {}, sent, definition }, draft) {
    const result: Draft = { ...draft };
    for (const [key, field] of Object.entries(definition.fields)) {
      if (field.kind !== 'object' || !key.endsWith('Prefs')) continue;
      const before = child(stored, key);
      const kept = sent['sparse'] === true ? before : readOnlyPart(field.fields, before);
      const group = { ...kept, ...child(sent, key) };
      result[key] = isObject(stored[key]) || isObject(sent[key]) ? group : undefined;
    }
    return result;
  },
};

const readOnlyPart = (fields: Fields, group: QboRecord): QboRecord =>
  Object.fromEntries(
    Object.entries(group).filter(([key]) => {
      const field = fields[key];
      return !field || ('readOnly' in field && field.readOnly === true);
    }),
  );

import type { QboRecord } from '../model/record.js';

/** The languages that refusals come in. */
export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * Sentences as a company in French gets them. The wording is this simulator's; what matters is that code, element and
 * the ids inside a text stay as they are while the words do not.
 */
const FRENCH: readonly (readonly [english: string, french: string])[] = [
  ['Duplicate Document Number Error', 'Erreur de numéro de document en double'],
  [
    'You must specify a different number. This number has already been used.',
    'Vous devez indiquer un autre numéro. Ce numéro est déjà utilisé.',
  ],
  ['is assigned to', 'est affecté à'],
  ['Duplicate Name Exists Error', 'Erreur : le nom existe en double'],
  ['The name supplied already exists.', 'Le nom fourni existe déjà.'],
  ['Please use a different name.', 'Veuillez utiliser un autre nom.'],
  ['Stale Object Error', "Erreur d'objet périmé"],
  ['Object Not Found', 'Objet introuvable'],
  ['Invalid Reference Id', 'Identifiant de référence non valide'],
  ['not found', 'introuvable'],
  [
    'A business validation error has occurred while processing your request',
    "Une erreur de validation s'est produite lors du traitement de votre demande",
  ],
  ['Business Validation Error', 'Erreur de validation'],
  ['Account Period Closed, Cannot Update Through Services API', 'Période comptable fermée'],
  ['Invalid account type', 'Type de compte non valide'],
  ['Required param missing, need to supply the required value for the API', 'Paramètre obligatoire manquant'],
  [
    'Request has invalid or unsupported property',
    'La demande contient une propriété non valide ou non prise en charge',
  ],
];

/** A refusal's body in a company's language. */
export function translate(body: object, language: Language): QboRecord {
  if (language === 'en') return { ...body };
  let text = JSON.stringify(body);
  for (const [english, french] of FRENCH) text = text.replaceAll(english, french);
  return JSON.parse(text) as QboRecord;
}

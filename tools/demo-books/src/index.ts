export {
  type BooksFacts,
  generateBooks,
  type GeneratedBooks,
  type GenerateSettings,
  type TrapCase,
} from './generate-books.js';
export { BOOKS_PROFILES, type BooksProfile } from './profiles.js';
export { LINK_PAYMENT_NOTE } from './qbo/payments.js';
export type { QboCompany, QboObject } from './qbo/frame.js';
export { checkCompany } from './check/check-company.js';
export { readCompany } from './read-company.js';

/** City, region, postal code with `#` for a digit and `@` for a letter. */
export type City = readonly [city: string, region: string, postalCode: string];

export const STREETS =
  'Arbor Avenue;Bay Street;Beech Road;Bridge Street;Canal Road;Castle Street;Church Lane;College Avenue;Dock Road;Elm Street;Front Street;Garden Road;Grove Street;High Street;King Street;Lake Road;Main Street;Market Street;Mill Lane;Mount Pleasant;Orchard Road;Park Avenue;Queen Street;River Road;School Lane;Spring Street;Station Road;Union Street;Victoria Road;Water Street'.split(
    ';',
  );

export const AMERICAN_CITIES: readonly City[] = [
  ['Oakland', 'CA', '946##'],
  ['Berkeley', 'CA', '947##'],
  ['San Mateo', 'CA', '944##'],
  ['Half Moon Bay', 'CA', '94019'],
  ['Pacifica', 'CA', '94044'],
  ['Los Angeles', 'CA', '900##'],
  ['Tucson', 'AZ', '857##'],
];

export const CANADIAN_CITIES: readonly City[] = [
  ['Toronto', 'ON', 'M5@ #@#'],
  ['Ottawa', 'ON', 'K1@ #@#'],
  ['Montréal', 'QC', 'H2@ #@#'],
  ['Québec', 'QC', 'G1@ #@#'],
  ['Vancouver', 'BC', 'V6@ #@#'],
  ['Calgary', 'AB', 'T2@ #@#'],
];

export const BRITISH_CITIES: readonly City[] = [
  ['London', 'Greater London', 'SE## #@@'],
  ['Bristol', 'Avon', 'BS# #@@'],
  ['Leeds', 'West Yorkshire', 'LS# #@@'],
  ['Cardiff', 'South Glamorgan', 'CF## #@@'],
  ['Edinburgh', 'Midlothian', 'EH# #@@'],
  ['Norwich', 'Norfolk', 'NR# #@@'],
];

/** Names of people; each locale adds its own, accents included. */
const COMMON_GIVEN =
  'Aaron Abigail Adam Alice Amelia Andrew Anna Arthur Beatrice Benjamin Caroline Charles Clara Daniel David Diana Edward Eleanor Elias Emily Emma Ethan Eva Felix Fiona Frances Gabriel George Grace Hannah Harold Helen Henry Hugo Ian Irene Isaac Isabel Jack Jacob James Jane Jasper Joan Jonah Joseph Julia Katherine Laura Lena Leo Lewis Lily Louis Lucas Lucy Marcus Margaret Maria Martin Matthew Maya Michael Miles Mona Nathan Nina Noah Nora Oliver Olivia Oscar Paul Peter Philip Rachel Rebecca Robert Rosa Ruth Samuel Sarah Simon Sofia Stella Theo Thomas Vera Victor Violet Walter William'.split(
    ' ',
  );
const COMMON_FAMILY =
  'Abbott Adams Archer Ashton Bailey Baker Barnes Barton Bell Bennett Bishop Blake Bowen Bradley Brooks Burke Butler Carter Chapman Clark Coleman Collins Cook Cooper Crawford Cross Dalton Davies Dawson Dixon Doyle Duncan Ellis Emerson Evans Farmer Fisher Fleming Foster Fowler Franklin Fraser Gardner Gibson Grant Graves Green Griffin Hall Hamilton Harper Harris Hart Harvey Hayes Henderson Hill Holland Holmes Hopkins Howard Hudson Hughes Hunter Hutton Jackson Jenkins Johnson Jordan Keller Kelly Kennedy King Knight Lambert Lane Lawson Lee Lloyd Lowe Marsh Marshall Mason Meyer Miller Mills Mitchell Moore Morgan Morris Murray Nash Newman Nolan Norris Owen Palmer Parker Payne Perry Pierce Porter Powell Price Quinn Ramsey Reed Reid Rhodes Roberts Rogers Ross Russell Sanders Saunders Shaw Shepherd Simmons Slater Spencer Stone Sutton Taylor Thornton Turner Tyler Vaughan Wade Walker Wallace Walsh Ward Warren Watson Webb Wells West Wheeler Wilson Wright Young'.split(
    ' ',
  );

export interface NamePool {
  readonly given: readonly string[];
  readonly family: readonly string[];
}

const pool = (given: string, family: string): NamePool => ({
  given: [...COMMON_GIVEN, ...given.split(' ')],
  family: [...COMMON_FAMILY, ...family.split(' ')],
});

export const AMERICAN_NAMES = pool(
  'Alejandra Carlos Diego Esperanza Guadalupe Javier José Lupita Mateo Ximena Wyatt Savannah Tyrone Keisha Hiroshi Mei',
  'García Hernández López Martínez Muñoz Núñez Pérez Ramírez Sánchez Vásquez Nguyen Tanaka Washington Jefferson Kowalski Schmidt',
);
export const CANADIAN_NAMES = pool(
  'Amélie Benoît Chloé Élodie Étienne François Geneviève Gérard Hélène Jérôme Loïc Maëlle Noémie Océane Renée Zoé',
  'Beaulieu Bélanger Bergeron Bouchard Côté Desjardins Dubé Fortin Gagné Gagnon Lévesque Pelletier Poirier Tremblay Singh Chen',
);
export const BRITISH_NAMES = pool(
  'Aoife Bronwen Callum Eilidh Elspeth Gareth Gwen Hamish Imogen Nigel Rhys Rupert Saoirse Siân Seán Tamsin',
  'Ackroyd Bickerstaff Cholmondeley Featherstone Heathcote Llewellyn MacDonald McTavish Ó’Brien Pendragon Ramsbottom Sutcliffe Tregenza Wigglesworth Patel Khan',
);

const PLACES =
  'Alder Amber Anchor Aspen Beacon Birch Bluff Bridge Canal Canyon Cedar Chestnut Cliff Copper Coral Creek Crescent Delta Eagle Eastgate Elm Falcon Fern Forge Garnet Granite Harbour Hazel Heron Hillside Juniper Lakeside Laurel Linden Maple Meadow Mill Northgate Oak Orchard'.split(
    ' ',
  );
const PURSUITS =
  'Bakery Bistro Brewery Catering Cleaning Coffee Community Construction Courier Delivery Design Events Fitness Gardens Glass Guesthouse Hardware Hostel Hotel Landscaping Logistics Marketing Media Outdoor Pediatrics Photography Plumbing Print Property Touring'.split(
    ' ',
  );
const FORMS = ['Co', 'Group', 'Ltd', 'Partners', 'Services', 'Works', 'Club', 'Collective'] as const;

/** A number that has no factor in common with the sizes above, so that neighbours in number differ in name. */
const STRIDE = 7919;

/** The nth person of a pool; all different, and after all pairs of names are used up, with a middle initial. */
export function personName(
  { given, family }: NamePool,
  n: number,
): { readonly given: string; readonly family: string; readonly full: string } {
  const pairs = given.length * family.length;
  const k = ((n % pairs) * STRIDE) % pairs;
  const first = given[k % given.length] ?? '';
  const last = family[Math.floor(k / given.length)] ?? '';
  const round = Math.floor(n / pairs);
  const middle = round === 0 ? '' : `${String.fromCharCode(64 + round)}. `;
  return { given: first, family: last, full: `${first} ${middle}${last}` };
}

/** The nth business; all different. */
export function businessName(n: number): string {
  const pairs = PLACES.length * PURSUITS.length * FORMS.length;
  const k = ((n % pairs) * STRIDE) % pairs;
  const place = PLACES[k % PLACES.length] ?? '';
  const pursuit = PURSUITS[Math.floor(k / PLACES.length) % PURSUITS.length] ?? '';
  const form = FORMS[Math.floor(k / (PLACES.length * PURSUITS.length))] ?? '';
  const round = Math.floor(n / pairs);
  return `${place} ${pursuit} ${form}${round === 0 ? '' : ` No ${String(round + 1)}`}`;
}

/** Lower-case ASCII letters and digits, for e-mail addresses. */
export const plainLetters = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

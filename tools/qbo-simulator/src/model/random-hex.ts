/** Makes hexadecimal strings from a source of chance. */
export const randomHex =
  (random: () => number) =>
  (length: number): string => {
    let text = '';
    while (text.length < length)
      text += Math.floor(random() * 0x100000000)
        .toString(16)
        .padStart(8, '0');
    return text.slice(0, length);
  };

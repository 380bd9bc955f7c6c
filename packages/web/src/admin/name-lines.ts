/** Returns the names in a field that has one on each line. Commas and spaces separate them, too. */
export const namesIn = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean)

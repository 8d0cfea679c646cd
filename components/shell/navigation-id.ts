/** The navigation's element, which buttons elsewhere open and close. */
export const navigationId = "navigation";

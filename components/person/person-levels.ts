import { LEVELS } from "@/domain/person/schema";

export const LEVEL_OPTIONS = LEVELS.map((value) => ({
  value,
  label: value.replace(/^./, (letter) => letter.toUpperCase()),
}));

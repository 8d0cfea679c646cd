import { LEVELS } from "@/domain/person/levels";

export const LEVEL_OPTIONS = LEVELS.map((value) => ({
  value,
  label: value.replace(/^./, (letter) => letter.toUpperCase()),
}));

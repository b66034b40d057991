import { Matches } from 'class-validator';
import { explain } from './explain.js';

/** A setting that is the path of a folder; it need not be there yet. */
export function FolderPath(): PropertyDecorator {
  return Matches(/^[^\p{Cc}]+$/u, explain('is not a folder', 'set it to a path without line breaks'));
}

import { ApiError, ask } from '../../common/src/api.ts';
import { type Place, queryOf } from './place.ts';

/** As an `<img>` none of them can run anything, SVG included. */
const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  svg: 'image/svg+xml',
};

function pictureType(path: string): string | undefined {
  return TYPES[(path.split('.').at(-1) ?? '').toLowerCase()];
}

export function isPicture(path: string): boolean {
  return pictureType(path) !== undefined;
}

/** A file's bytes; they come as data only, so that they are fetched. */
export async function rawFile(place: Place): Promise<Blob> {
  const response = await ask(`/api/v1/projects/${place.project}/raw${queryOf(place)}`);
  if (!response.ok) throw await ApiError.from(response);
  return response.blob();
}

/** An address of this page's own for a picture of the repository. */
export async function loadPicture(place: Place): Promise<string> {
  const type = pictureType(place.path);
  if (type === undefined) throw new Error(`${place.path} is no picture`);
  return URL.createObjectURL((await rawFile(place)).slice(undefined, undefined, type));
}

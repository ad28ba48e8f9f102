/** Surveys one machine over one connection: everything at first, later what has changed since. */
import type { UnitPaths } from '../../units/desired.ts';
import { heardRoots } from '../heard-directories.ts';
import { LinkError, type ObserveRequest } from '../link.ts';
import type { RunScript } from '../run-script.ts';
import { contentsScript } from './contents-script.ts';
import { KnownContents } from './known-contents.ts';
import { fillIn, parseContents, parseSurvey, type Survey } from './parse-survey.ts';
import { encodeContents, encodeSurvey, type SurveyDepth } from './request.ts';
import { surveyScript } from './survey-script.ts';

export class Surveyor {
  readonly #paths: UnitPaths;
  readonly #known = new KnownContents();
  #directories: string[] | null = null;

  constructor(paths: UnitPaths) {
    this.#paths = paths;
  }

  /** Directories of links and drop-ins below the unit directories at the last survey, sorted; null before the first. */
  get directories(): readonly string[] | null {
    return this.#directories;
  }

  /**
   * `waitSeconds`: how long an act that is under way is waited for. `withRows`: list-units is wanted. Who looks for what is
   * left behind looks at everything; so does who has not looked before. Rejects with LinkError.
   */
  async survey(
    runScript: RunScript,
    request: ObserveRequest,
    waitSeconds: number,
    withRows = true,
    depth: SurveyDepth = this.#depthOf(request, withRows),
  ): Promise<Survey> {
    const answer = await runScript(surveyScript, encodeSurvey(request, this.#paths, waitSeconds, depth));
    const survey = parsed(answer, () => parseSurvey(answer.stdout, this.#paths, depth));
    if (depth !== 'full' && !(await this.#readChanged(runScript, request, survey))) {
      return this.survey(runScript, request, waitSeconds, withRows, 'full');
    }
    this.#known.note(survey);
    this.#directories = directoriesIn(survey, heardRoots(this.#paths));
    return survey;
  }

  #depthOf({ strays }: ObserveRequest, withRows: boolean): SurveyDepth {
    if (strays || this.#known.isEmpty) return 'full';
    return withRows ? 'glance' : 'files';
  }

  /** False when a path cannot be asked for on a line of its own. */
  async #readChanged(runScript: RunScript, request: ObserveRequest, survey: Survey): Promise<boolean> {
    const asked = new Set(request.units.flatMap(({ paths }) => paths));
    const { contents, files, kept } = this.#known.compare(survey, asked);
    const changed = [...files, ...kept];
    if (changed.some((path) => path.includes('\n'))) return false;
    if (changed.length > 0) {
      const answer = await runScript(contentsScript, encodeContents(files, kept));
      const read = parsed(answer, () => parseContents(answer.stdout));
      for (const part of ['digests', 'stamps', 'texts'] as const)
        for (const [path, value] of read[part]) contents[part].set(path, value);
    }
    fillIn(survey, contents, this.#paths);
    return true;
  }
}

function parsed<T>(answer: { stderr: string }, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof LinkError && error.reason === 'ProtocolError' && answer.stderr.trim() !== '') {
      throw new LinkError('ProtocolError', `${error.message}; it said: ${answer.stderr.trim().slice(-300)}`);
    }
    throw error;
  }
}

function directoriesIn(survey: Survey, roots: string[]): string[] {
  return [...survey.files.values()]
    .filter(({ type, path }) => type === 'directory' && /\.(d|wants|requires|upholds)$/.test(path))
    .filter(({ path }) => roots.includes(path.slice(0, path.lastIndexOf('/'))))
    .map(({ path }) => path)
    .sort();
}

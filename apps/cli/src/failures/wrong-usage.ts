/** The command line cannot be understood; its message is meant for the user. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

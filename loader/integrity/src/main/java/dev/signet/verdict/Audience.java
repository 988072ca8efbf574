package dev.signet.verdict;

/** Who reads what is to be done: each can do something else about the same fault. */
public enum Audience {
  /** Runs a host and installs what others have made. */
  ADMINISTRATOR,
  /** Makes the bundle: can change what is in it, and sign it. */
  AUTHOR
}

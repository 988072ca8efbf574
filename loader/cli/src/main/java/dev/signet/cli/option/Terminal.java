package dev.signet.cli.option;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;

/** Where a command reads and writes; the whole of what it takes from the system it runs on. */
public interface Terminal {

  /** Returns where results go, in the terminal's encoding. */
  PrintWriter out();

  /** Returns where messages go that are no result. */
  PrintWriter err();

  /** Writes a document as a result: in UTF-8 whatever the terminal's encoding (RFC 8259, 8.1). */
  void writeDocument(String text);

  /** Returns whether results may be coloured: a person reads them, and has not said otherwise. */
  boolean isColoured();

  /** Returns whether a person watches the messages, so that progress is worth showing. */
  boolean isWatched();

  /**
   * Asks a person for a passphrase, without showing it.
   *
   * @return empty when there is nobody to ask
   */
  Optional<char[]> askPassphrase(String prompt);

  /** Returns a variable of the environment. */
  Optional<String> environment(String name);

  /** Returns the clock that all commands go by. */
  Clock clock();
}

package dev.signet.cli;

import dev.signet.cli.option.Terminal;
import dev.signet.testkit.Schemas;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs commands within the test, on a terminal that is all the test's own. */
final class CommandLineKit implements Terminal {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final PrintWriter outWriter = new PrintWriter(out);
  private final PrintWriter errWriter = new PrintWriter(err);
  private final Map<String, String> environment = new HashMap<>();
  private final Deque<String> passphrases = new ArrayDeque<>();
  private final List<String> prompts = new ArrayList<>();
  private Clock clock = Clock.systemUTC();
  private Runnable fault = () -> {};
  private boolean coloured;
  private boolean watched;

  /** What a command left behind. */
  record Outcome(int exitCode, String out, String err) {}

  /** Runs one command. */
  Outcome run(Object... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int exitCode = new Signet(this).run(words);
    if (List.of(words).contains("--output=json") && out.getBuffer().length() > 0) {
      schema(words[0]).assertDescribes(out.toString());
    }
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  private static Schemas schema(String command) {
    if (command.equals("policy:what-if")) {
      return Schemas.WHAT_IF;
    }
    return command.startsWith("integrity:check-") ? Schemas.CHECK : Schemas.COMMAND;
  }

  /** Returns what was printed beside results since the last command began. */
  String printedMessages() {
    errWriter.flush();
    return err.toString();
  }

  CommandLineKit at(Instant instant) {
    clock = Clock.fixed(instant, ZoneOffset.UTC);
    return this;
  }

  /** Runs this in the middle of each check, to throw what a program may. */
  CommandLineKit failing(Runnable newFault) {
    fault = newFault;
    return this;
  }

  CommandLineKit coloured() {
    coloured = true;
    return this;
  }

  CommandLineKit watched() {
    watched = true;
    return this;
  }

  CommandLineKit variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Types this at the next prompt. */
  CommandLineKit typing(String passphrase) {
    passphrases.add(passphrase);
    return this;
  }

  List<String> prompts() {
    return prompts;
  }

  @Override
  public PrintWriter out() {
    return outWriter;
  }

  @Override
  public PrintWriter err() {
    return errWriter;
  }

  @Override
  public void writeDocument(String text) {
    outWriter.print(text);
    outWriter.flush();
  }

  @Override
  public boolean isColoured() {
    return coloured;
  }

  @Override
  public boolean isWatched() {
    return watched;
  }

  @Override
  public Optional<char[]> askPassphrase(String prompt) {
    prompts.add(prompt);
    return Optional.ofNullable(passphrases.poll()).map(String::toCharArray);
  }

  @Override
  public Optional<String> environment(String name) {
    return Optional.ofNullable(environment.get(name));
  }

  @Override
  public Clock clock() {
    fault.run();
    return clock;
  }
}

package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.cli.option.SigningCommand;
import dev.signet.lock.LockCheck;
import dev.signet.lock.PluginsLock;
import dev.signet.lock.SignedLock;
import dev.signet.sign.SigningReport;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Count;
import dev.signet.verdict.Finding;
import java.nio.file.Path;

/** Tells what has become of a list, and what is in it. */
final class LockReport {
  private LockReport() {}

  /** Tells it in the form that was asked for. */
  static void tell(SigningCommand command, boolean json, String verb, Path file, SignedLock lock) {
    if (json) {
      command.document(SigningReport.text(tree(file, lock)));
      return;
    }
    PluginsLock list = lock.lock();
    command.headline(verb, "number " + list.number(), "of " + list.fleet() + ", " + count(list));
    command.wrote(file);
    if (!lock.isSigned()) {
      command.row("note", "a draft: no host goes by it until it is signed by lock:sign");
    }
  }

  static String count(PluginsLock list) {
    return Count.of(list.plugins().size(), "plugin");
  }

  /** Returns {@code {"lock": {…}}}. */
  static ObjectNode tree(Path file, SignedLock lock) {
    ObjectNode root = SigningReport.object();
    PluginsLock list = lock.lock();
    root.putObject("lock")
        .put("file", file.toString())
        .put("fleet", list.fleet())
        .put("number", list.number())
        .put("digest", list.digest())
        .put("plugins", list.plugins().size())
        .put("signed", lock.isSigned());
    return root;
  }

  /** Returns likewise what was found. */
  static String checked(Path file, SignedLock lock, LockCheck.Result result) {
    ObjectNode root = tree(file, lock);
    ArrayNode findings = root.withObject("/lock").putArray("findings");
    for (Finding finding : result.findings()) {
      findings
          .addObject()
          .put("code", finding.reason().name())
          .put("problem", finding.isProblem())
          .put("detail", finding.detail())
          .put("remedy", finding.remedy(Audience.ADMINISTRATOR));
    }
    return SigningReport.text(root);
  }
}

package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.signet.policy.Decision;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DecisionLogTest {
  private static final SignaturePolicy POLICY =
      SignaturePolicy.require(SignatureRequirement.ALL).build();
  private static final Path SOURCE = Path.of("/plugins/a\nb.zip");

  private final DecisionLog log = new DecisionLog();
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  private @Nullable Level levelBefore;

  @BeforeEach
  void listen() {
    events.start();
    levelBefore = logger().getLevel();
    logger().setLevel(Level.WARN);
    logger().addAppender(events);
    logger().setAdditive(false);
  }

  @AfterEach
  void leave() {
    logger().detachAppender(events);
    logger().setAdditive(true);
    logger().setLevel(levelBefore);
  }

  @Test
  void refusalIsLoggedOnceOnOneEscapedLineWithReasonAndRemedy() {
    log.record(SOURCE, refusal("It is \u001b[2Jbroken\nhere."));
    log.record(SOURCE, refusal("It is \u001b[2Jbroken\nhere."));

    assertThat(events.list).hasSize(1);
    assertThat(events.list.get(0).getLevel()).isEqualTo(Level.WARN);
    assertThat(events.list.get(0).getFormattedMessage())
        .contains("a\\u000ab.zip", "MALFORMED_ARCHIVE", "\\u001b[2Jbroken")
        .contains(Reason.MALFORMED_ARCHIVE.remedy())
        .doesNotContain("\n", "\u001b");
  }

  @Test
  void refusalForAnotherCauseIsLoggedAgain() {
    log.record(SOURCE, refusal("One."));
    log.record(SOURCE, refusal("Another."));

    assertThat(events.list).hasSize(2);
  }

  @Test
  void copiesAreOfTheMomentAndCannotBeChanged() {
    log.record(SOURCE, refusal("One."));
    var before = log.all();
    log.retain(Set.of());

    assertThat(before).hasSize(1).isUnmodifiable();
    assertThat(log.all()).isEmpty();
    assertThat(log.refusals()).isEmpty();
  }

  private static Decision refusal(String detail) {
    return POLICY.refuseUnseen(Finding.of(Reason.MALFORMED_ARCHIVE, detail));
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(PluginAdmission.class);
  }
}

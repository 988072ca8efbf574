package dev.signet.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingListTest {

  @Test
  void findings_whenThereAreMoreThanAnyoneReads_areCappedWithoutLosingProblems() {
    FindingList list = new FindingList();
    for (int i = 0; i < 1_500; i++) {
      list.add(Finding.at(Reason.PATH_COLLISION, "p" + i, "A notice.").asNotice());
    }
    list.add(Reason.UNSAFE_PATH, "x", "A problem.");

    List<Finding> findings = list.toList();
    assertThat(findings).hasSize(1_002);
    assertThat(findings)
        .filteredOn(Finding::isProblem)
        .extracting(Finding::detail)
        .containsExactly("A problem.");
    assertThat(findings.get(0).detail()).contains("500 more");
  }

  @Test
  void path_whenLongerThanAnyoneReads_isCut() {
    FindingList list = new FindingList();
    list.add(Reason.UNSAFE_PATH, "x".repeat(65_535), "Too long.");

    assertThat(list.toList().get(0).path()).hasSize(1_025).endsWith("…");
  }

  @Test
  void finding_whenOfTheWholeBundle_isNeverLeftOut() {
    FindingList list = new FindingList();
    for (int i = 0; i <= FindingList.MAXIMUM; i++) {
      list.add(Reason.UNSAFE_PATH, "p" + i, "A problem.");
    }
    list.add(Reason.LIMIT_EXCEEDED, "Too much.");

    assertThat(list.toList()).extracting(Finding::detail).contains("Too much.");
  }
}

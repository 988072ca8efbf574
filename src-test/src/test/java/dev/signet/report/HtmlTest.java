package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {
  @Test
  void text_whenEscaped_isNoMarkupInContentOrAttribute() {
    assertThat(Html.escape("<a href=\"x\" title='y'>&amp;</a>"))
        .isEqualTo("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
  }

  @Test
  void text_whenItWouldTurnItsSurroundings_isEscapedAndIsolated() {
    assertThat(Html.isolate("a\u202eb<")).isEqualTo("<bdi>a\\u202eb&lt;</bdi>");
  }
}

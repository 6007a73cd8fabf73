package com.joyofhardware.master.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.site.TestingMaster.Answer;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.statement.PreviewTicket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PreviewCallsTest {
  private TestingMaster master;
  private Person ada;
  private String cookie;
  private SessionId session;
  private String base;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    master = new TestingMaster(folder);
    ada = master.person();
    cookie = master.cookie(ada);
    master.projects.create(ada, "blinky", null);
    Answer opened =
        master
            .call("POST", "/api/v1/sessions")
            .fromPage(cookie)
            .json("{\"project\":\"%s/blinky\"}".formatted(ada.name()))
            .send();
    session = new SessionId(opened.text("id"));
    base = "/api/v1/sessions/" + session + "/previews";
  }

  @AfterEach
  void stop() {
    master.close();
  }

  private Answer open(int port) {
    return master.call("POST", base).fromPage(cookie).json("{\"port\":" + port + "}").send();
  }

  private String code(int port) {
    String url = open(port).text("url");
    assertThat(url)
        .startsWith("http://%d--%s.localhost:8080/.joy/enter?code=".formatted(port, session));
    return url.substring(url.indexOf('=') + 1);
  }

  @Test
  void aCodeGivesOneTicketOnTheLogInsGrant() {
    String code = code(3000);
    PreviewTicket ticket =
        master.verifier.verify(master.previews.redeem(code, session, 3000), PreviewTicket.class);
    assertThat(ticket.port()).isEqualTo(3000);
    assertThat(ticket.person()).isEqualTo(ada.name());
    assertThat(ticket.grant()).startsWith("login-");
    assertRefused(() -> master.previews.redeem(code, session, 3000));
  }

  @Test
  void aCodeAtAnotherPortOrSessionIsUsedUp() {
    String code = code(3000);
    assertRefused(() -> master.previews.redeem(code, session, 3001));
    assertRefused(() -> master.previews.redeem(code, session, 3000));
    String other = code(3000);
    assertRefused(() -> master.previews.redeem(other, new SessionId("zyxwvuts9876"), 3000));
    assertRefused(() -> master.previews.redeem(other, session, 3000));
  }

  @Test
  void afterALogOutNeitherACodeNorAnOldTicketIsGood() {
    String code = code(3000);
    String ticket = master.previews.redeem(code(3000), session, 3000);
    assertThat(master.previews.renew(ticket, session, 3000)).isNotEmpty();
    assertRefused(() -> master.previews.renew(ticket, session, 3001));
    master.call("POST", "/api/v1/logout").fromPage(cookie).json("{}").send();
    assertRefused(() -> master.previews.redeem(code, session, 3000));
    assertRefused(() -> master.previews.renew(ticket, session, 3000));
  }

  @Test
  void portsArePortsAndSessionsAreOnesOwn() {
    assertThat(open(0).status()).isEqualTo(400);
    assertThat(open(65_536).status()).isEqualTo(400);
    String stranger = master.cookie(master.person());
    assertThat(master.call("POST", base).fromPage(stranger).json("{\"port\":1}").send().status())
        .isEqualTo(404);
    assertThat(master.call("GET", base).cookie(stranger).send().status()).isEqualTo(404);
    assertThat(
            master
                .call("POST", base)
                .bearer(master.token(ada, Scope.API))
                .json("{\"port\":1}")
                .send()
                .status())
        .isEqualTo(403);
    assertThat(master.call("POST", base).cookie(cookie).json("{\"port\":1}").send().status())
        .isEqualTo(403);
  }

  @Test
  void aPortIsSharedUntilItIsClosedOrTheSessionEnds() {
    assertRefused(() -> master.previews.forEverybody(session, 8000));
    assertThat(share(8000, true).text("address"))
        .isEqualTo("http://8000--" + session + ".localhost:8080/");
    assertThat(master.call("GET", base).cookie(cookie).send().body()).contains("8000");
    PreviewTicket first =
        master.verifier.verify(master.previews.forEverybody(session, 8000), PreviewTicket.class);
    assertThat(share(8000, false).status()).isEqualTo(200);
    assertRefused(() -> master.previews.forEverybody(session, 8000));
    share(8000, true);
    assertThat(master.previews.shares().getFirst().grant()).isNotEqualTo(first.grant());
    master.sessions.listeners.forEach(listener -> listener.ended(session));
    assertThat(master.previews.shares()).isEmpty();
  }

  private Answer share(int port, boolean shared) {
    return master
        .call("PUT", base + "/" + port)
        .fromPage(cookie)
        .json("{\"shared\":" + shared + "}")
        .send();
  }

  @Test
  void theIdePageFramesItsWebviewsOriginAndNothingElse() {
    assertThat(
            master
                .call("GET", "/ide/" + session)
                .cookie(cookie)
                .send()
                .header("Content-Security-Policy"))
        .contains(
            "frame-src http://webview--"
                + session
                + ".localhost:8080/assets/ http://extensions--"
                + session
                + ".localhost:8080/assets/;")
        .contains("default-src 'none'")
        .doesNotContain("'unsafe-eval'")
        .doesNotContain("script-src 'self'");
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(JoyException.class);
  }
}

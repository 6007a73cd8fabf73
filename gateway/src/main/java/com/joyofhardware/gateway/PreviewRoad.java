package com.joyofhardware.gateway;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The way of a request on a preview's origin. */
final class PreviewRoad {
  private static final System.Logger LOG = System.getLogger(PreviewRoad.class.getName());

  /** The part of a preview's origin that is ours; the program never hears of it. */
  private static final String RESERVED = "/.joy/";

  private static final String ENTER = RESERVED + "enter";
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{16,128}");

  private final ClientConnection client;
  private final HttpRequest request;
  private final Destination.Preview place;

  PreviewRoad(ClientConnection client, HttpRequest request, Destination.Preview place) {
    this.client = client;
    this.request = request;
    this.place = place;
  }

  void take() {
    int query = request.uri().indexOf('?');
    String path = query < 0 ? request.uri() : request.uri().substring(0, query);
    if (path.equals(ENTER)) {
      enter();
    } else if (path.startsWith(RESERVED)) {
      refuse(new JoyException(ErrorCode.NOT_FOUND, "addresses below /.joy/ are the platform's"));
    } else {
      visit();
    }
  }

  private void enter() {
    PreviewDoor door = client.door().previews();
    List<String> codes =
        new QueryStringDecoder(request.uri()).parameters().getOrDefault("code", List.of());
    if (!request.method().equals(HttpMethod.GET)
        || codes.size() != 1
        || !CODE.matcher(codes.getFirst()).matches()) {
      refuse(new JoyException(ErrorCode.FORBIDDEN, "this address opens no preview"));
      return;
    }
    client.whenDone(
        door.redeem(place, codes.getFirst()),
        (ticket, failure) -> {
          if (ticket == null) {
            refuse(reason(failure));
          } else {
            client.answer(PreviewPages.entered(door.setCookie(ticket)));
          }
        });
  }

  private void visit() {
    boolean upgrade = AgentRequest.isUpgrade(request);
    client.whenDone(
        client.door().previews().admit(request, place, upgrade),
        (admission, failure) -> {
          if (admission == null) {
            refuse(reason(failure));
            return;
          }
          try {
            AgentRequest outgoing = AgentRequest.ofPreview(request, upgrade);
            client.start(new PreviewExchange(client, request, outgoing, admission, this));
          } catch (JoyException e) {
            refuse(e);
          }
        });
  }

  private static JoyException reason(@Nullable Throwable failure) {
    JoyException reason = failure == null ? null : Doorkeeper.reason(failure);
    if (reason == null) {
      LOG.log(System.Logger.Level.ERROR, "a visit to a preview could not be judged", failure);
      return new JoyException(ErrorCode.INTERNAL, "the request could not be judged; try again");
    }
    return reason;
  }

  private void refuse(JoyException why) {
    client.answer(refusal(why));
  }

  FullHttpResponse refusal(JoyException why) {
    return PreviewPages.refusal(request, why, ide());
  }

  private String ide() {
    URI publicUrl = client.door().publicUrl();
    Known known = client.door().cluster().known();
    String origin =
        publicUrl != null
            ? publicUrl.toString()
            : known == null ? "" : known.origins().stream().sorted().findFirst().orElse("");
    return origin + "/ide/" + place.session();
  }
}

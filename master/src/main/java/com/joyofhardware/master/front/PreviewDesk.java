package com.joyofhardware.master.front;

import com.joyofhardware.master.preview.Previews;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.front.FrontMessage.Preview;
import com.joyofhardware.protocol.front.FrontMessage.PreviewAnswer;

/** Gives the tickets of previews. */
record PreviewDesk(Previews previews) {
  private static final System.Logger LOG = System.getLogger(PreviewDesk.class.getName());

  PreviewAnswer answer(Preview question) {
    try {
      return new PreviewAnswer(question.id(), ticket(question), null, null);
    } catch (JoyException e) {
      return new PreviewAnswer(question.id(), null, e.code().code(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a preview could not be judged", e);
      return new PreviewAnswer(
          question.id(),
          null,
          ErrorCode.INTERNAL.code(),
          "the server could not judge the request; try again");
    }
  }

  private String ticket(Preview question) {
    String code = question.code();
    String old = question.ticket();
    if (code != null) {
      return previews.redeem(code, question.session(), question.port());
    }
    return old != null
        ? previews.renew(old, question.session(), question.port())
        : previews.forEverybody(question.session(), question.port());
  }
}

//! Signing in and out, setting up, choosing a language and a look.

use crate::{client::post, error::Answer};
use command::session::{ChooseLanguage, ChooseLook, Join, SetUp, SetUpForm, SignIn, SignOut};
use domain::{look::Look, people::Language};

/// Signs in. Refused alike for a wrong password and an unknown e-mail, and after too many failures.
pub async fn sign_in(email: String, password: String) -> Answer<()> {
    post("sign_in", &SignIn { email, password }).await
}

/// Signs out, also when nobody was signed in.
pub async fn sign_out() -> Answer<()> {
    post("sign_out", &SignOut {}).await
}

/// Creates the first administrator and signs them in. Refused without the code that the server printed.
pub async fn set_up(form: SetUpForm) -> Answer<()> {
    post("set_up", &SetUp { form }).await
}

/// Chooses a password by a link, and signs in. Refused when the link leads nowhere.
pub async fn join(link: String, password: String) -> Answer<()> {
    post("join", &Join { link, password }).await
}

/// Remembers the language of whoever asks.
pub async fn choose_language(language: Language) -> Answer<()> {
    post("choose_language", &ChooseLanguage { language }).await
}

/// Remembers how whoever asks likes to see the board.
pub async fn choose_look(look: Look) -> Answer<()> {
    post("choose_look", &ChooseLook { look }).await
}
